// The start of every page: its own script imports this one first.
import { fail } from './page.js';
import { rememberLanguage } from './languagelink.js';
import { keepFields } from './pagestate.js';
import { resumeScroll } from './scroll.js';
import { showServer } from './server.js';
import { themeSwitch } from './theme.js';

addEventListener('error', (e) => fail(e.error ?? e.message));
addEventListener('unhandledrejection', (e) => fail(e.reason));

keepFields();
resumeScroll();
themeSwitch();
rememberLanguage();
showServer();

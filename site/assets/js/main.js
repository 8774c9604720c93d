// The start of every page: its own script imports this one first.
import { listen } from './page/asked.js';
import { fail } from './element/say.js';
import { rememberLanguage } from './page/languagelink.js';
import { keepFields } from './state/pagestate.js';
import { resumeScroll } from './state/scroll.js';
import { showServer } from './wire/server.js';
import { themeSwitch } from './page/theme.js';

addEventListener('error', (e) => fail(e.error ?? e.message));
addEventListener('unhandledrejection', (e) => fail(e.reason));

keepFields();
resumeScroll();
themeSwitch();
rememberLanguage();
showServer();
listen();

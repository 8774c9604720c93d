// The start of every page.
import { FrameBuilder } from './builder.js';
import { HomeFrame } from './home.js';
import { fail } from './page.js';
import { rememberLanguage } from './language.js';
import { showServer } from './server.js';
import { themeSwitch } from './theme.js';

addEventListener('error', (e) => fail(e.error ?? e.message));
addEventListener('unhandledrejection', (e) => fail(e.reason));

themeSwitch();
rememberLanguage();
showServer();
customElements.define('frame-builder', FrameBuilder);
customElements.define('home-frame', HomeFrame);

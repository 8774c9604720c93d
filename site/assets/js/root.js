// The front door: on to the language someone chose, or their browser's.
import { preferred } from './page/language.js';

location.replace(`${preferred(['en', 'ko'])}/${location.hash}`);

// The front door: on to the language someone chose, or their browser's.
import { preferred } from './language.js';

location.replace(`${preferred(['en', 'ko'])}/${location.hash}`);

// The page of the UTF-8 lab.
import './main.js';
import { UTF8Lab } from './lab/bytes/utf8.js';

customElements.define('utf8-lab', UTF8Lab);

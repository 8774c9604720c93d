// The page of the length lab.
import './main.js';
import { LengthLab } from './lab/bytes/length.js';

customElements.define('length-lab', LengthLab);

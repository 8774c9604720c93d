// The page of the masking lab.
import './main.js';
import { MaskingLab } from './lab/bytes/masking.js';

customElements.define('masking-lab', MaskingLab);

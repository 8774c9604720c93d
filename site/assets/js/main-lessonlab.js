// The page of a lesson with a lab for bytes in it.
import './main-lesson.js';
import { LengthLab } from './lab/bytes/length.js';
import { MaskingLab } from './lab/bytes/masking.js';

customElements.define('masking-lab', MaskingLab);
customElements.define('length-lab', LengthLab);

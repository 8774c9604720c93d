// The page of a lesson with a lab for bytes in it.
import './main-lesson.js';
import { DeflateLab } from './lab/bytes/deflate.js';
import { LengthLab } from './lab/bytes/length.js';
import { MaskingLab } from './lab/bytes/masking.js';
import { UTF8Lab } from './lab/bytes/utf8.js';

customElements.define('masking-lab', MaskingLab);
customElements.define('length-lab', LengthLab);
customElements.define('deflate-lab', DeflateLab);
customElements.define('utf8-lab', UTF8Lab);

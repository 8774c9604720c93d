// The page of the deflate lab.
import './main.js';
import { DeflateLab } from './lab/bytes/deflate.js';

customElements.define('deflate-lab', DeflateLab);

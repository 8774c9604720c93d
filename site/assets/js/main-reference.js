// The reference.
import './main.js';
import { referencePage } from './page/reference.js';

referencePage();

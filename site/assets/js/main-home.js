// The home page.
import './main.js';
import { course, progressProblems } from './course.js';
import { HomeFrame } from './home.js';

customElements.define('home-frame', HomeFrame);
progressProblems();
course();

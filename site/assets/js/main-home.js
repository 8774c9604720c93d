// The home page.
import './main.js';
import { course, progressProblems } from './page/course.js';
import { HomeFrame } from './lab/home.js';

customElements.define('home-frame', HomeFrame);
progressProblems();
course();

// The home page.
import './main.js';
import { course, progressProblems } from './page/course.js';
import { FrameWire } from './lab/wire/element.js';

customElements.define('frame-wire', FrameWire);
progressProblems();
course();

// The course's contents.
import './main.js';
import { course, progressProblems } from './page/course.js';
import { progressPanel } from './page/progresspage.js';

progressProblems();
course();
progressPanel();

// The course's contents.
import './main.js';
import { course, progressProblems } from './course.js';
import { progressPanel } from './progresspage.js';

progressProblems();
course();
progressPanel();

// The list of labs.
import './main.js';

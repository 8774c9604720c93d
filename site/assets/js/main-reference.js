// The reference.
import './main.js';

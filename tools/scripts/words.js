// Lets node import the site's scripts, whose words the site's build puts in: node --import this file.
// The words are those of English.
import { register } from 'node:module';

register('./words-hooks.js', import.meta.url);

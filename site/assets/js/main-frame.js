// The frame builder's page.
import './main.js';
import { FrameBuilder } from './builder.js';

customElements.define('frame-builder', FrameBuilder);

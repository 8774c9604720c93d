// The frame builder's page.
import './main.js';
import { FrameBuilder } from './lab/builder.js';

customElements.define('frame-builder', FrameBuilder);

// The handshake bench's page.
import './main.js';
import { HandshakeBench } from './handshake.js';

customElements.define('handshake-bench', HandshakeBench);

// The handshake bench's page.
import './main.js';
import { HandshakeBench } from './lab/handshake/bench.js';

customElements.define('handshake-bench', HandshakeBench);

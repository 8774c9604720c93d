// The start of every page.
import { EchoLab } from './echo.js';
import { exercises } from './exercise.js';
import { ExerciseFrames, ObserveSends } from './exercise-frames.js';
import { LessonFrame, lessonPage } from './lesson.js';
import { MaskingLab } from './masking.js';
import { progressPanel, progressProblems } from './progresspage.js';
import { FrameBuilder } from './builder.js';
import { HandshakeBench } from './handshake.js';
import { HomeFrame } from './home.js';
import { fail } from './page.js';
import { rememberLanguage } from './language.js';
import { showServer } from './server.js';
import { themeSwitch } from './theme.js';

addEventListener('error', (e) => fail(e.error ?? e.message));
addEventListener('unhandledrejection', (e) => fail(e.reason));

themeSwitch();
rememberLanguage();
showServer();
customElements.define('frame-builder', FrameBuilder);
customElements.define('handshake-bench', HandshakeBench);
customElements.define('home-frame', HomeFrame);
customElements.define('lesson-frame', LessonFrame);
customElements.define('exercise-frames', ExerciseFrames);
customElements.define('observe-sends', ObserveSends);
customElements.define('echo-lab', EchoLab);
customElements.define('masking-lab', MaskingLab);
progressProblems();
exercises();
lessonPage();
progressPanel();

// A lesson's page, with any lab in it.
import './main.js';
import { course, progressProblems } from './course.js';
import { EchoFrame } from './echo-frame.js';
import { EchoLab } from './echo.js';
import { exercises } from './exercise.js';
import { ExerciseFrames } from './exercise-frames.js';
import { ObserveSends } from './exercise-observe.js';
import { HandshakeBench } from './handshake.js';
import { LessonFrame, lessonPage } from './lesson.js';
import { MaskingLab } from './masking.js';

customElements.define('handshake-bench', HandshakeBench);
customElements.define('lesson-frame', LessonFrame);
customElements.define('exercise-frames', ExerciseFrames);
customElements.define('observe-sends', ObserveSends);
customElements.define('echo-frame', EchoFrame);
customElements.define('echo-lab', EchoLab);
customElements.define('masking-lab', MaskingLab);
progressProblems();
exercises();
lessonPage();
course();

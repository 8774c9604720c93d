// A lesson's page, with any lab in it.
import './main.js';
import { course, progressProblems } from './page/course.js';
import { EchoFrame } from './lab/echoframe.js';
import { EchoLab } from './lab/echo.js';
import { exercises } from './exercise/exercise.js';
import { ExerciseFrames } from './exercise/frames.js';
import { ObserveSends } from './exercise/observe.js';
import { HandshakeBench } from './lab/handshake/bench.js';
import { LessonFrame } from './lab/lessonframe.js';
import { lessonPage } from './page/lesson.js';

customElements.define('handshake-bench', HandshakeBench);
customElements.define('lesson-frame', LessonFrame);
customElements.define('exercise-frames', ExerciseFrames);
customElements.define('observe-sends', ObserveSends);
customElements.define('echo-frame', EchoFrame);
customElements.define('echo-lab', EchoLab);
progressProblems();
exercises();
lessonPage();
course();

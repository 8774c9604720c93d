// Runs the parts of a lesson's page that are not labs or exercises: the line that shows how much has
// been read, and chips.

/** A line under the header that shows how much has been read. Screen readers ignore it. */
function readingLine() {
  const lesson = document.querySelector('article.lesson');
  const header = document.querySelector('header.top');
  if (!lesson || !header) return;
  const line = document.createElement('div');
  line.className = 'readline';
  line.setAttribute('aria-hidden', 'true');
  const fill = document.createElement('div');
  line.append(fill);
  header.after(line);
  const draw = () => {
    const way = document.documentElement.scrollHeight - innerHeight;
    fill.style.transform = `scaleX(${way > 0 ? Math.min(1, scrollY / way) : 1})`;
  };
  addEventListener('scroll', draw, { passive: true });
  addEventListener('resize', draw);
  draw();
}

/** Escape hides the words of a chip that still has the focus. */
function chips() {
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') for (const chip of document.querySelectorAll('.chip')) chip.classList.add('hush');
  });
  const again = (/** @type {Event} */ e) => {
    const chip = e.target instanceof Element ? e.target.closest('.chip') : null;
    chip?.classList.remove('hush');
  };
  document.addEventListener('focusin', again);
  document.addEventListener('mouseover', again);
}

export function lessonPage() {
  readingLine();
  chips();
}

// Waiting for something to become true, instead of sleeping for a while and hoping.

/** Ask again and again until `question` answers something truthy, and return that. */
export async function until(what, question, { within = 20_000, every = 15 } = {}) {
  const start = performance.now();
  let trouble;
  for (;;) {
    try {
      const answer = await question();
      if (answer) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() - start > within) {
      throw new Error(`waited ${within} ms in vain until ${what}`, { cause: trouble });
    }
    await new Promise((resume) => setTimeout(resume, every));
  }
}

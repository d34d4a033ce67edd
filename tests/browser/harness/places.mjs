// Where things are; `cargo xtask` sets these.

const named = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests with \`cargo xtask browser\``);
  return value;
};

export const places = {
  get chromium() { return named("CHROMIUM"); },
  get site() { return named("TONGZHOU_SITE"); },
  get relay() { return named("TONGZHOU_RELAY"); },
  get tz() { return named("TONGZHOU_TZ"); },
  get probe() { return named("TONGZHOU_PROBE"); },
  get madeUp() { return named("TONGZHOU_MADE_UP"); },
  get output() { return named("TONGZHOU_OUTPUT"); },
};

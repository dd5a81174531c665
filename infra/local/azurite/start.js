// Starts Azurite with the arguments given, and stops it when standard input ends: when whoever started it closes it or is gone.
"use strict";

const GRACE_MILLISECONDS = 3000;

process.stdin
  .on("end", () => {
    process.emit("SIGTERM");
    setTimeout(() => process.exit(0), GRACE_MILLISECONDS).unref();
  })
  .resume();

require("azurite/dist/src/azurite.js");

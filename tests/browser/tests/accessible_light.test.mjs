// Every screen and sheet is accessible in the light theme.

import { testScreens } from "../harness/every_screen.mjs";

testScreens("light");

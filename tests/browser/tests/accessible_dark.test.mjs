// Every screen and sheet is accessible in the dark theme.

import { testScreens } from "../harness/every_screen.mjs";

testScreens("dark");

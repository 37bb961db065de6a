// node in_pyodide.mjs FOLDER_OF_PYODIDE FOLDER_OF_CONTENTS PROGRAM: run a Python program in Pyodide, and print its result.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodideFolder, contents, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodideFolder + "/pyodide.mjs"));
const pyodide = await loadPyodide({ stdout: () => {} });
pyodide.FS.mkdirTree("/drive");
pyodide.mountNodeFS("/drive", contents);
console.log("RESULT " + pyodide.runPython(readFileSync(program, "utf-8")));

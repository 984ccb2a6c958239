"use strict";
// Runs docmodels in Pyodide. The page sends documents; the answer has models, notes and a report.

async function start(base) {
  const { loadPyodide } = await import(`${base}pyodide/pyodide.mjs`);
  const python = await loadPyodide({ indexURL: `${base}pyodide/` });
  const archives = await (await fetch(`${base}archives.json`)).json();
  for (const name of archives) {
    const response = await fetch(`${base}archives/${name}`);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const format = name.endsWith(".whl") ? "wheel" : "zip";
    python.unpackArchive(await response.arrayBuffer(), format, { extractDir: "/packages" });
  }
  python.runPython("import sys; sys.path.insert(0, '/packages')");
  return python.pyimport("session");
}

let session;

self.onmessage = async ({ data }) => {
  try {
    if (data.base) {
      session = start(data.base);
      await session;
      self.postMessage({ ready: true });
      return;
    }
    const { convert } = await session;
    const result = convert(JSON.stringify(data.documents), data.target, data.validation);
    self.postMessage({ result: JSON.parse(result) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};

/** uv locks a project with both builds of its framework, and never puts the two into one environment. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { tasks } from '../../src/generator/catalogue.ts';
import { generate } from './support/project.ts';
import { type Done, shell, succeed } from './support/run.ts';
import { toolFolder } from './support/tools.ts';

/** A wheel of PyTorch that holds nothing, and the page of a package index that names it. */
const indexing = `
import base64, hashlib, sys, zipfile
from pathlib import Path

folder, version = Path(sys.argv[1]) / "torch", sys.argv[2]
folder.mkdir(parents=True)
info = f"torch-{version}.dist-info"
files = {
    "torch/__init__.py": "",
    f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: torch\\nVersion: {version}\\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
record = "".join(f"{name},sha256={digest(text)},{len(text)}\\n" for name, text in files.items())
wheel = f"torch-{version}-py3-none-any.whl"
with zipfile.ZipFile(folder / wheel, "w") as archive:
    for name, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\\n"}.items():
        archive.writestr(name, text)
(folder / "index.html").write_text(f'<!doctype html><a href="{wheel.replace("+", "%2B")}">{wheel}</a>')
`;

describe('uv', () => {
  let folder: string;
  let uv: (project: string, line: string) => Promise<Done>;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ai-venture-'));
    const program = path.join(await toolFolder(), 'uv');
    const script = path.join(folder, 'index.py');
    writeFileSync(script, indexing);
    // In the place of PyTorch's own indexes, which a build machine need not reach.
    const indexes: string[] = [];
    for (const [name, version] of [
      ['pytorch-cpu', '2.13.0+cpu'],
      ['pytorch-cuda', '2.13.0+cu130'],
    ] as const) {
      const index = path.join(folder, name);
      mkdirSync(index);
      await succeed(
        `"${process.env['AI_VENTURE_PYTHON'] || 'python3'}" "${script}" "${index}" ${version}`,
        folder,
      );
      indexes.push(`${name}=${pathToFileURL(index)}`);
    }
    const certificates = '/etc/ssl/certs/ca-certificates.crt';
    const env = {
      UV_INDEX: indexes.join(' '),
      UV_NO_PROGRESS: '1',
      UV_CACHE_DIR: path.join(folder, 'cache'),
      ...(existsSync(certificates) && { SSL_CERT_FILE: certificates }),
    };
    uv = (project, line) => shell(`"${program}" ${line}`, { cwd: project, env });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const builds = {
    pytorch: { cpu: /torch==2\.13\.0\+cpu\b/, cuda: /torch==2\.13\.0\+cu130\b/ },
    tensorflow: { cpu: /tensorflow-cpu==2\.21\./, cuda: /nvidia-cudnn-cu12==/ },
  };

  for (const { id, frameworks } of tasks)
    for (const framework of frameworks)
      it(`locks ${id} with ${framework}, one build at a time`, async () => {
        const project = path.join(folder, `${id}-${framework}`);
        await generate(project, { task: id, framework });
        const locked = await uv(project, 'lock');
        assert.equal(locked.code, 0, locked.output);
        assert.equal((await uv(project, 'lock --check')).code, 0);
        assert.match(readFileSync(path.join(project, 'uv.lock'), 'utf8'), /^conflicts = \[\[/m);
        const { cpu, cuda } = builds[framework as keyof typeof builds];
        const plan = (extras: string) => uv(project, `sync --locked --dry-run --extra dev ${extras}`);
        const onCpu = await plan('--extra cpu');
        assert.match(onCpu.output, cpu);
        assert.doesNotMatch(onCpu.output, cuda);
        assert.match((await plan('--extra cuda')).output, cuda);
        const both = await plan('--extra cpu --extra cuda');
        assert.notEqual(both.code, 0);
        assert.match(both.output, /incompatible with the declared conflicts/);
      });
});

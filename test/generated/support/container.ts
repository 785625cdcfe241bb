/** Images of generated projects, built and run without an engine or a registry. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Done, type Running, shell, start, succeed } from './run.ts';

/** Why no image can be built on this machine, '' where it can. */
export function whyNoContainers(): string {
  if (process.env['AI_VENTURE_CONTAINER_BASE']) return '';
  return process.env['AI_VENTURE_NO_CONTAINERS'] || 'the set-up of `npm test` has not prepared them';
}

/** What a build may see of this machine: how pip reaches its packages. It is not in the image. */
const borrowed = ['/etc/pip.conf', '/etc/ssl/certs/ca-certificates.crt'];
/** The image that the Dockerfiles of projects begin with; here, our base under its name. */
const baseName = 'docker.io/library/python:3.13-slim-bookworm';
const confined = [
  '--network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 1g',
  '--ulimit nofile=4096:4096 --ulimit nproc=4096:4096',
].join(' ');

/** A server in a container, with no network but its own loopback. */
export interface Container {
  /** Runs a program inside, as the user of the image. */
  exec(line: string): Promise<Done>;
  /** Starts a program of this machine in the network of the container. */
  beside(program: string, args: readonly string[]): Promise<Running>;
  log(): Promise<string>;
  /** Sends SIGTERM, waits, and gives the exit code: 137 where it had to be killed. */
  stop(): Promise<number>;
  remove(): Promise<void>;
}

/** The store of images that outlives a run. */
export class Images {
  readonly #store = process.env['AI_VENTURE_CONTAINER_STORE'] ?? '';
  readonly #own = { HOME: path.join(this.#store, 'home'), TMPDIR: path.join(this.#store, 'tmp') };
  /** Of this process, so that runs beside each other do not meet. */
  readonly #name = `ai-venture-${process.pid}`;

  get #where(): string {
    return `--root "${this.#store}/images" --runroot "${this.#store}/run" --storage-driver overlay`;
  }

  #podman(line: string): Promise<Done> {
    const options = `${this.#where} --runtime runc --cgroup-manager cgroupfs --events-backend none`;
    return shell(`podman ${options} ${line}`, { cwd: this.#store, env: this.#env });
  }

  get #env(): Record<string, string> {
    return { ...this.#own, DISABLE_HC_SYSTEMD: 'true', XDG_RUNTIME_DIR: this.#own.TMPDIR };
  }

  async #done(line: string): Promise<string> {
    const done = await this.#podman(line);
    assert.equal(done.code, 0, `podman ${line}: ${done.output}`);
    return done.output.trim();
  }

  /** Imports the base where it is not there yet, and drops what killed runs and a day's builds have left. */
  async prepare(): Promise<void> {
    for (const folder of Object.values(this.#own)) mkdirSync(folder, { recursive: true });
    const names = await this.#done("ps --all --format '{{.Names}}'");
    for (const [name, pid] of names.matchAll(/^ai-venture-(\d+)$/gm))
      if (!existsSync(`/proc/${pid}`)) await this.#done(`rm --force --time 0 ${name}`);
    await this.#done('image prune --force --filter until=24h');
    const base = process.env['AI_VENTURE_CONTAINER_BASE'] ?? '';
    if ((await this.#podman(`image exists ${baseName}`)).code !== 0)
      await this.#done(`import "${base}" ${baseName}`);
  }

  /** Builds the Dockerfile of a project; gives the name of the image. */
  async build(project: string, dockerfile: string): Promise<string> {
    const mounts = borrowed.filter((file) => existsSync(file)).map((file) => `-v ${file}:${file}:ro`);
    const how = '--layers --isolation chroot --network host --pull=never --format docker';
    const image = `localhost/${this.#name}`;
    await succeed(
      `buildah ${this.#where} bud ${how} ${mounts.join(' ')} -f ${dockerfile} -t ${image} .`,
      project,
      this.#env,
    );
    return image;
  }

  inspect(image: string, field: string): Promise<string> {
    return this.#done(`image inspect --format '{{${field}}}' ${image}`);
  }

  /** Runs a program in an image instead of its own. */
  run(image: string, line: string): Promise<string> {
    return this.#done(`run --rm ${confined} ${image} ${line}`);
  }

  /** Starts an image as it is, or with a command and options of its own. */
  async start(image: string, command = '', options = ''): Promise<Container> {
    const id = this.#name;
    await this.#done(`run --detach --replace --name ${id} ${confined} ${options} ${image} ${command}`);
    return {
      exec: (line) => this.#podman(`exec ${id} ${line}`),
      beside: async (program, args) => {
        const pid = await this.#done(`inspect --format '{{.State.Pid}}' ${id}`);
        return start('nsenter', [`--net=/proc/${pid}/ns/net`, program, ...args], this.#store);
      },
      log: () => this.#done(`logs ${id}`),
      stop: async () => {
        await this.#done(`stop --time 20 ${id}`);
        return Number(await this.#done(`inspect --format '{{.State.ExitCode}}' ${id}`));
      },
      remove: async () => {
        await this.#done(`rm --force --time 0 ${id}`);
      },
    };
  }

  /** Takes the name of an image away; its layers stay for the next build. */
  async forget(image: string): Promise<void> {
    await this.#done(`untag ${image}`);
  }
}

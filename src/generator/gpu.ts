/** The NVIDIA GPU of this machine, as its driver tells it. */
import { execFile } from 'node:child_process';
import { type Framework, newestLine } from './catalogue.ts';

export interface Gpu {
  /** Of the first GPU: `NVIDIA H100 80GB HBM3`. */
  readonly name: string;
  /** The newest CUDA version that the driver offers: `13.0`. */
  readonly cuda: string;
}

/** Reads what `nvidia-smi -q -x` printed; undefined where no GPU is in it. */
export function parseNvidiaSmi(xml: string): Gpu | undefined {
  const name = /<product_name>([^<]+)<\/product_name>/.exec(xml)?.[1];
  // Drivers from 610 on print "CUDA UMD Version" in their table; should the tag follow, it is read as well.
  const cuda = /<cuda(?:_umd)?_version>(\d+\.\d+)</.exec(xml)?.[1];
  return name !== undefined && cuda !== undefined ? { name: name.trim(), cuda } : undefined;
}

/** The GPU of this machine; undefined where there is none, or where its driver does not answer within three seconds. */
export function detectGpu(): Promise<Gpu | undefined> {
  return new Promise((resolve) => {
    execFile('nvidia-smi', ['-q', '-x'], { timeout: 3000, windowsHide: true }, (error, stdout) => {
      resolve(error ? undefined : parseNvidiaSmi(stdout));
    });
  });
}

/** The accelerator to propose for `framework` on a machine with `gpu`. */
export function proposedAccelerator(framework: Framework, gpu: Gpu | undefined): string {
  return (gpu && newestLine(framework, gpu.cuda)?.id) ?? 'cpu';
}

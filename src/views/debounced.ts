/** Work that many events ask for and that is done once, soon after; never twice at the same time. */
export class Debounced {
  private readonly delayMs: number;
  private readonly work: () => Promise<void>;
  private timer: NodeJS.Timeout | undefined;
  private first = 0;
  private running = false;
  private again = false;
  private disposed = false;

  /** The work starts `delayMs` after the last call, and at the latest four times that after the first. */
  constructor(delayMs: number, work: () => Promise<void>) {
    this.delayMs = delayMs;
    this.work = work;
  }

  call(): void {
    if (this.disposed) {
      return;
    }
    const now = Date.now();
    if (this.timer === undefined) {
      this.first = now;
    }
    clearTimeout(this.timer);
    const latest = this.first + 4 * this.delayMs - now;
    this.timer = setTimeout(() => this.run(), Math.max(0, Math.min(this.delayMs, latest)));
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private run(): void {
    this.timer = undefined;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.work()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.running = false;
        if (this.again) {
          this.again = false;
          this.call();
        }
      });
  }
}

/** Number of removed items from which the array is compacted. */
const COMPACT_FROM = 1_024;

/**
 * First-in-first-out queue with constant-time operations. An array or a Map is slower, because removing its first entry
 * takes longer the more entries it has.
 */
export class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.size() === 0) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head >= COMPACT_FROM && this.#head * 2 > this.#items.length) this.#compact();
    return item;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}

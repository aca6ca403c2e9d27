/**
 * Where a reply begins and ends. Nova Sonic ends each content by itself: `END_TURN` stands on the
 * last AUDIO content, on the last FINAL text (which comes after the sound, or before its end), or
 * on both. A reply ends once, and not before its last sound.
 */
export class ReplyBoundaries {
  /** Something of a reply has come, and its end was not told. */
  #underWay = false;
  /** Text was announced, or a sound is open: sound is still to come. */
  #soundToCome = false;
  #endSeen = false;
  /** Nothing was interrupted since the last sound; a reply that ended may still be playing. */
  #interruptible = true;

  /** Text that is about to be spoken has begun. @returns whether the reply before is over with it */
  plannedTextBegan(): boolean {
    const over = this.#overtaken();
    this.soundBegan();
    return over;
  }

  soundBegan(): void {
    this.#underWay = this.#soundToCome = this.#interruptible = true;
  }

  /** @returns whether the reply is over with it */
  soundEnded(isEndOfTurn: boolean): boolean {
    this.#soundToCome = false;
    return this.#ends(isEndOfTurn);
  }

  /** The text of something that was spoken has ended. @returns whether the reply is over with it */
  finalTextEnded(isEndOfTurn: boolean): boolean {
    return this.#ends(isEndOfTurn);
  }

  /** @returns whether the reply is over with it */
  callerSpoke(): boolean {
    return this.#overtaken();
  }

  /** The reply was interrupted, which is told in up to three ways. @returns whether this is the first of them */
  interrupted(): boolean {
    const first = this.#interruptible;
    this.#underWay = this.#soundToCome = this.#endSeen = this.#interruptible = false;
    return first;
  }

  /** Something new has begun: of a reply that had reached its end, no sound comes any more. */
  #overtaken(): boolean {
    if (this.#endSeen) this.#soundToCome = false;
    return this.#ends(false);
  }

  #ends(isEndOfTurn: boolean): boolean {
    this.#endSeen ||= isEndOfTurn && this.#underWay;
    if (!this.#endSeen || this.#soundToCome) return false;
    this.#underWay = this.#endSeen = false;
    return true;
  }
}

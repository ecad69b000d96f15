// What was typed on its way to the server: one change at a time, in order, each under a UUID of its own.
// A change whose reply was lost is sent again under the same UUID, so that nothing takes effect twice.

const SETTLED = 700; // milliseconds after the last keystroke
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const KEEPALIVE_MOST = 60000; // browsers take no more when a page is left
const TRY_AGAIN = [429, 500, 502, 503, 504, 507];

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // pages without TLS have no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  // address: where changes go; base: version the form shows; record(base): the change as an object;
  // said: {typing, sending, offline, saved(reply), met(reply), faulty(error), refused(error)}
  constructor(address, base, record, said) {
    Object.assign(this, { address, base, record, said });
    this.dirty = false; // typed and not yet taken into a change
    this.change = null; // on its way
    this.running = false;
    this.stopped = false; // a person has to choose first
    this.faulty = false;
    this.pause = FIRST_PAUSE;
  }

  typed(settled = SETTLED) {
    this.dirty = true;
    if (this.stopped) return;
    if (!this.running) this.said.typing();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), settled);
  }

  async run() {
    clearTimeout(this.timer);
    if (this.running || this.stopped) return;
    this.running = true;
    let going = true;
    while (going && (this.change || this.dirty)) {
      this.change ??= this.take();
      going = await this.deliver();
    }
    this.running = false;
  }

  take() {
    this.dirty = false;
    return { uuid: uuid(), body: JSON.stringify(this.record(this.base)) };
  }

  async deliver() {
    this.said.sending();
    let response, reply;
    try {
      response = await this.send(this.change);
      reply = await response.json();
    } catch {
      return this.later();
    }
    if (TRY_AGAIN.includes(response.status)) return this.later();
    this.change = null;
    this.pause = FIRST_PAUSE;
    this.faulty = response.status === 422;
    if (response.ok) {
      this.base = reply.version;
      this.said.saved(reply);
    } else if (reply.current) {
      this.stopped = true;
      this.said.met(reply);
    } else if (this.faulty) {
      this.said.faulty(reply.error);
    } else {
      this.stopped = true;
      this.said.refused(reply.error);
    }
    return response.ok;
  }

  send({ uuid: id, body }) {
    return fetch(this.address + id, {
      method: "PUT",
      body,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      keepalive: body.length * 3 < KEEPALIVE_MOST,
    });
  }

  later() {
    this.said.offline();
    this.timer = setTimeout(() => this.run(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    return false;
  }

  // A person chose between two answers: go on from the version that stands.
  goOn(version, { send }) {
    this.base = version;
    this.stopped = false;
    this.dirty = send;
    return this.run();
  }

  // Leaving the page: what is settled goes at once.
  leave() {
    if (!this.running && !this.stopped && this.dirty) this.send(this.take()).catch(() => {});
  }

  get atRisk() {
    return this.stopped || this.faulty || this.change !== null || (this.running && this.dirty);
  }
}

// The bench's feed as tiles in the DOM. With ?virtual only those in sight are there.
"use strict";

const VIRTUAL = location.search === "?virtual";
const COLUMNS = 6, TILE_HEIGHT = 80, VIEW_ROWS = 10;
const LAMPS = ["○ FREE", "● ON CALL", "◎ RINGING", "◉ CALL+RING"];
const view = document.getElementById("view"), grid = document.getElementById("grid");
const contacts = new Map();
const elements = new Map();
let everybody = [], order = [], top_ = 0, cursor = 0, socket, id = 0, started = false;
let painted = [], frameAsked = false;

const epoch = () => performance.timeOrigin + performance.now();
const say = (method, params) => socket.send(JSON.stringify({jsonrpc: "2.0", id: ++id, method, params}));
const report = (params) => say("bench.report", {at: epoch(), ...params});

// Calls back after the browser has painted what was changed until now.
function afterPaint(callback) {
  painted.push(callback);
  if (frameAsked) return;
  frameAsked = true;
  requestAnimationFrame(() => {
    frameAsked = false;
    const callbacks = painted;
    painted = [];
    const channel = new MessageChannel();
    channel.port1.onmessage = () => callbacks.forEach((done) => done());
    channel.port2.postMessage(0);
  });
}

function timer(since) {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function make() {
  const tile = document.createElement("div");
  const texts = [];
  for (let line = 0; line < 3; line++) {
    const row = document.createElement("div");
    for (let side = 0; side < 2; side++) {
      const span = document.createElement("span");
      texts.push(span.appendChild(document.createTextNode("")));
      row.append(span);
    }
    tile.append(row);
  }
  return {tile, texts};
}

function put(text, value) {
  if (text.data !== value) text.data = value;
}

function fill(element, contact) {
  const show = contact.show || "offline", blf = contact.blf || 0;
  const name = `tile lamp${blf} ${show}${contact === order[cursor] ? " cursor" : ""}`;
  if (element.tile.className !== name) element.tile.className = name;
  const words = contact.states.desk && contact.states.desk.status || contact.companyName;
  const [left, number, lamp, right, detail, clock] = element.texts;
  put(left, contact.name);
  put(number, contact.number);
  put(lamp, LAMPS[blf]);
  put(right, show);
  put(detail, contact.party ? `← ${contact.party.name}` : words);
  put(clock, contact.party ? timer(contact.party.since) : "");
}

function showAll() {
  if (VIRTUAL) return showInSight();
  const tiles = document.createDocumentFragment();
  for (const contact of order) {
    let element = elements.get(contact.cID);
    if (!element) elements.set(contact.cID, element = make());
    fill(element, contact);
    tiles.append(element.tile);
  }
  grid.replaceChildren(tiles);
}

function showInSight() {
  top_ = Math.floor(view.scrollTop / TILE_HEIGHT);
  const rows = Math.ceil(order.length / COLUMNS);
  grid.style.paddingTop = `${top_ * TILE_HEIGHT}px`;
  grid.style.paddingBottom = `${Math.max(0, rows - top_ - VIEW_ROWS) * TILE_HEIGHT}px`;
  const tiles = document.createDocumentFragment();
  elements.clear();
  for (const contact of order.slice(top_ * COLUMNS, (top_ + VIEW_ROWS) * COLUMNS)) {
    const element = make();
    elements.set(contact.cID, element);
    fill(element, contact);
    tiles.append(element.tile);
  }
  grid.replaceChildren(tiles);
}

function change(patch) {
  const contact = Object.assign(contacts.get(patch.cID), patch);
  const element = elements.get(patch.cID);
  if (element) fill(element, contact);
  const word = patch.states && patch.states.desk && patch.states.desk.status;
  if (word) afterPaint(() => report({kind: "probe", word}));
}

function start(result) {
  everybody = order = result.contacts;
  for (const contact of everybody) {
    contact.text = [contact.name, contact.number, contact.companyName, contact.email].join("\n").toLowerCase();
    contacts.set(contact.cID, contact);
  }
  showAll();
  requestAnimationFrame(() => afterPaint(() => report({kind: "shown"})));
}

function take(message) {
  if (message.method === "contact.update") change(message.params.contact);
  else if (message.method === "feed.hello") say("login", {});
  else if (message.result && !started) { started = true; say("feed.start", {}); }
  else if (message.result && message.result.contacts) start(message.result);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowRight") return;
  const before = order[cursor], began = event.timeStamp;
  cursor++;
  for (const contact of [before, order[cursor]]) {
    const element = elements.get(contact.cID);
    if (element) fill(element, contact);
  }
  afterPaint(() => report({kind: "key", milliseconds: performance.now() - began}));
  event.preventDefault();
});

document.getElementById("find").addEventListener("input", (event) => {
  const began = event.timeStamp, words = event.target.value.toLowerCase();
  order = everybody.filter((contact) => contact.text.includes(words));
  showAll();
  afterPaint(() => report({kind: "find", word: words, milliseconds: performance.now() - began}));
});

if (VIRTUAL) view.addEventListener("scroll", showInSight);
socket = new WebSocket(`ws://${location.host}/`, "lampfield.v1");
socket.onmessage = (event) => [JSON.parse(event.data)].flat().forEach(take);

// `node --import deaf-server.mjs`: from SIGUSR2 on, the network swallows what comes to the servers
// of this process and what they send. Its own requests to others go on.
import { Server } from 'node:net';

const sockets = new Set();
let isDeaf = false;
const { emit } = Server.prototype;

// A TLS connection is a `connection` first; `request` tells of one on a connection that is kept.
const BRINGS = new Set(['connection', 'secureConnection', 'request']);

Server.prototype.emit = function (event, ...args) {
  if (isDeaf && BRINGS.has(event)) return true;
  if (event === 'secureConnection') keep(args[0]);
  return emit.call(this, event, ...args);
};

function keep(socket) {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

process.on('SIGUSR2', () => {
  isDeaf = true;
  for (const socket of sockets) {
    socket.write = () => true;
    socket.end = socket.destroy = () => socket;
  }
});

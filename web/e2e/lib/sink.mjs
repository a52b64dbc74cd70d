// A mail server that takes everything and keeps it.
import { createServer } from 'node:net';

export class Sink {
  mails = [];

  static async start() {
    const sink = new Sink();
    sink.server = createServer((socket) => sink.#serve(socket));
    await new Promise((resolve) => sink.server.listen(0, '127.0.0.1', resolve));
    sink.port = sink.server.address().port;
    return sink;
  }

  stop() {
    this.server.close();
  }

  #serve(socket) {
    let text = '';
    let data = null;
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.write('220 sink\r\n');
    socket.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (data !== null) {
          if (line === '.') {
            this.mails.push(data);
            data = null;
            socket.write('250 taken\r\n');
          } else data += `${line}\n`;
        } else if (/^DATA/i.test(line)) {
          data = '';
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  }
}

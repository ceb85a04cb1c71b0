"""A mail server of a few lines for tests: takes what it is given, refuses, or hangs up in the middle, as told."""

import socket
import threading


class MailServer:
    """Listens on a port of its own of this machine. `taken`: the text of every letter it was given whole."""

    def __init__(self):
        self.taken = []
        self.refuses = 0  # so many recipients
        self.hangs_up_after_data = 0  # so many times
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *problem):
        self.socket.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        with connection, connection.makefile("rwb") as file:
            self._say(file, "220 ready")
            for line in file:
                verb = line.decode().strip().split(" ")[0].upper()
                if verb == "QUIT":
                    self._say(file, "221 goodbye")
                    return
                if verb == "DATA":
                    if not self._take(file):
                        return
                elif verb == "RCPT" and self.refuses:
                    self.refuses -= 1
                    self._say(file, "550 no such person")
                else:
                    self._say(file, "250 well")

    def _take(self, file) -> bool:
        self._say(file, "354 go on")
        lines = []
        for line in file:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        self.taken.append("".join(lines).replace("\r\n", "\n"))
        if self.hangs_up_after_data:
            self.hangs_up_after_data -= 1
            return False
        self._say(file, "250 taken")
        return True

    def _say(self, file, text):
        file.write(f"{text}\r\n".encode())
        file.flush()

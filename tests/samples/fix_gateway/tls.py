"""TLS on both sides: the gateway's acceptor for a client, and its initiator towards a venue behind a TLS proxy."""

import socket
import ssl
import subprocess
import threading
import unittest

from fix_session import FixSession
from harness import Bench, free_port


class TlsSession(FixSession):
    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        context = ssl.create_default_context(cafile=self.authority)
        context.check_hostname = False
        self.socket = context.wrap_socket(plain)
        self.socket.settimeout(None)
        self.is_open = True
        threading.Thread(target=self._read, args=(self.socket,), daemon=True).start()
        return self


class TlsProxy:
    """Takes TLS connections and passes their bytes on to a plain port."""

    def __init__(self, certificate, key, target_port):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.target_port = target_port
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
                secure = self.context.wrap_socket(plain, server_side=True)
            except OSError:
                return
            self.connections += 1
            target = socket.create_connection(("127.0.0.1", self.target_port))
            for source, sink in ((secure, target), (target, secure)):
                threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def _copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Tls(Bench):
    def test_orders_pass_through_tls_on_both_sides(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-keyout", self.folder / "server.key", "-out", self.folder / "server.pem"],
                       check=True, capture_output=True, timeout=30)
        self.start_simulator()
        proxy = TlsProxy(self.folder / "server.pem", self.folder / "server.key", self.venue_port)
        self.venue_port = proxy.port
        path = self.write_config()
        for name, keys in (("clients.cfg", "ServerCertificateFile=server.pem\nServerCertificateKeyFile=server.key\n"
                                           "CertificateVerifyLevel=0\n"),
                           ("venues.cfg", "CertificationAuthoritiesFile=server.pem\nCertificateVerifyLevel=1\n")):
            file = self.folder / name
            file.write_text(file.read_text().replace("[DEFAULT]\n", "[DEFAULT]\n" + keys))
        self.write_config = lambda **_: path
        self.start_gateway()
        self.assertEqual(proxy.connections, 1)
        version, name = self.CLIENTS[1]
        client = TlsSession(self.client_port, version, name)
        client.authority = self.folder / "server.pem"
        self.sessions.append(client)
        client.logon()
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        self.cancel(client, "C1", "N1")
        client.wait({35: "8", 11: "C1", 150: "4"})
        self.stop_gateway()
        proxy.close()


if __name__ == "__main__":
    unittest.main()

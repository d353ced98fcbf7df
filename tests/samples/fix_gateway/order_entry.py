"""New, replace, cancel, status and mass cancel through the whole gateway, for a FIX 4.2 and a FIX 4.4 client."""

import unittest

from harness import Bench


class OrderEntry(Bench):
    def setUp(self):
        super().setUp()
        self.start()

    def assert_final_answers(self, session, request_id, expected):
        """Each request has one final answer: no more reports under its id than the test has named."""
        types = [message.get(150) for message in session.all({35: "8", 11: request_id})]
        self.assertEqual(types, expected)

    def test_life_of_an_order_in_fix_42(self):
        client = self.client(1)
        self.new_order(client, "N1", quantity="2", price="100.5", owner="DESK")
        new = client.wait({35: "8", 11: "N1", 150: "0"})
        self.assertEqual(new.get(20), "0")
        self.assertEqual((new.get(39), new.get(38), new.get(44), new.get(151), new.get(14)),
                         ("0", "2", "100.5", "2", "0"))
        self.replace(client, "R1", "N1", "3", "101")
        replaced = client.wait({35: "8", 11: "R1", 150: "5"})
        self.assertEqual((replaced.get(41), replaced.get(38), replaced.get(44)), ("N1", "3", "101"))
        self.assertEqual(replaced.get(37), new.get(37))
        # The chain: the next request names the replace.
        self.replace(client, "R2", "R1", "4", "102")
        client.wait({35: "8", 11: "R2", 41: "R1", 150: "5"})
        self.cancel(client, "C1", "R2")
        canceled = client.wait({35: "8", 11: "C1", 150: "4"})
        self.assertEqual((canceled.get(41), canceled.get(39), canceled.get(151)), ("R2", "4", "0"))
        self.assert_final_answers(client, "N1", ["0"])

    def test_trade_in_both_versions(self):
        buyer, seller = self.client(1), self.client(2)
        self.new_order(buyer, "B1", side="1", quantity="2", price="100")
        buyer.wait({35: "8", 11: "B1", 150: "0"})
        self.new_order(seller, "S1", side="2", quantity="1.5", price="100")
        sold = seller.wait({35: "8", 11: "S1", 150: "F"})
        self.assertEqual((sold.get(39), sold.get(32), sold.get(31), sold.get(14), sold.get(20)),
                         ("2", "1.5", "100", "1.5", None))
        bought = buyer.wait({35: "8", 11: "B1", 150: "1"})
        self.assertEqual((bought.get(39), bought.get(32), bought.get(151), bought.get(20)), ("1", "1.5", "0.5", "0"))
        self.assertTrue(bought.get(17).startswith("SIM:"))
        self.cancel(seller, "C1", "S1", side="2")
        self.assertIn("final", seller.wait({35: "9", 11: "C1", 41: "S1", 102: "0"}).get(58))

    def test_status(self):
        client = self.client(2)
        self.new_order(client, "N1")
        client.wait({35: "8", 11: "N1", 150: "0"})
        client.send("H", [(11, "N1"), (790, "ASK1"), (55, "BTC-USD"), (54, "1")])
        status = client.wait({35: "8", 11: "N1", 150: "I"})
        self.assertEqual((status.get(39), status.get(790)), ("0", "ASK1"))
        client.send("H", [(11, "NOBODY"), (55, "BTC-USD"), (54, "1")])
        self.assertIn("Unknown order", client.wait({35: "j", 372: "H"}).get(58))

    def test_mass_cancel_takes_only_the_clients_own_orders(self):
        mine, other = self.client(2), self.client(1)
        self.new_order(other, "O1")
        other.wait({35: "8", 11: "O1", 150: "0"})
        for index in range(3):
            self.new_order(mine, f"N{index}", symbol="BTC-USD" if index < 2 else "ETH-USD")
            mine.wait({35: "8", 11: f"N{index}", 150: "0"})
        mine.send("q", [(11, "M1"), (530, "1"), (55, "BTC-USD"), (60, "20240102-03:04:05")])
        report = mine.wait({35: "r", 11: "M1"})
        self.assertEqual((report.get(531), report.get(533)), ("1", "2"))
        for index in range(2):
            mine.wait({35: "8", 11: f"N{index}", 150: "4"})
        mine.send("q", [(11, "M2"), (530, "7"), (60, "20240102-03:04:05")])
        self.assertEqual(mine.wait({35: "r", 11: "M2"}).get(533), "1")
        mine.wait({35: "8", 11: "N2", 150: "4"})
        mine.send("q", [(11, "M3"), (530, "3"), (60, "20240102-03:04:05")])
        refused = mine.wait({35: "r", 11: "M3"})
        self.assertEqual((refused.get(531), refused.get(532)), ("0", "99"))
        self.cancel(other, "OC", "O1")
        other.wait({35: "8", 11: "OC", 150: "4"})

    def test_refusals_name_the_field(self):
        old, new = self.client(1), self.client(2)
        self.new_order(new, "X1", symbol="DOGE-USD")
        rejected = new.wait({35: "8", 11: "X1", 150: "8"})
        self.assertEqual(rejected.get(58), "Gateway: no route for symbol DOGE-USD")
        self.assertEqual((rejected.get(39), rejected.get(103)), ("8", "1"))
        for request_id, quantity, price, expected in (
                ("X2", "-1", "100", "OrderQty (38) '-1' must be more than 0"),
                ("X3", "1", "0.123456789", "Price (44) '0.123456789' has more than 8 decimals"),
                ("X4", "92233720369", "100", "OrderQty (38) '92233720369' is too large"),
                ("X5", "90000000000", "90000000000", "Price (44) times OrderQty (38) is too large"),
                ("X6", "1", "0", "Price (44) '0' must be more than 0")):
            self.new_order(new, request_id, quantity=quantity, price=price)
            self.assertEqual(new.wait({35: "8", 11: request_id, 150: "8"}).get(58), "Gateway: " + expected)
        self.new_order(new, "N1")
        new.wait({35: "8", 11: "N1", 150: "0"})
        mark = new.mark()
        self.new_order(new, "N1")
        new.wait({35: "8", 11: "N1", 150: "8", 103: "6"}, since=mark)
        for client, unknown, duplicate in ((old, "1", "2"), (new, "1", "6")):
            self.cancel(client, "C9", "NOBODY")
            reject = client.wait({35: "9", 11: "C9", 102: unknown})
            self.assertEqual((reject.get(58), reject.get(434)), ("Gateway: Unknown order", "1"))
            self.new_order(client, "N2")
            client.wait({35: "8", 11: "N2", 150: "0"})
            self.replace(client, "N2", "N2", "1", "1")
            self.assertEqual(client.wait({35: "9", 11: "N2", 102: duplicate}).get(434), "2")

    def test_the_same_id_of_two_clients_is_two_orders(self):
        first, second = self.client(1), self.client(2)
        self.new_order(first, "SAME")
        self.new_order(second, "SAME")
        first.wait({35: "8", 11: "SAME", 150: "0"})
        second.wait({35: "8", 11: "SAME", 150: "0"})
        self.cancel(first, "C1", "SAME")
        first.wait({35: "8", 11: "C1", 150: "4"})
        self.assertEqual(second.count({150: "4"}), 0)


if __name__ == "__main__":
    unittest.main()

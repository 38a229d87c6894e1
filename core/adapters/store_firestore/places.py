"""Where everything is in Firestore.

jobs/JOB                      title, owner, text; how many versions of its criteria there are
jobs/JOB/decisions/SHA256     the decision in force
jobs/JOB/decided/NUMBER       every decision ever
rubrics/NUMBER                saved criteria; counters/rubrics holds the last number
runs/RUN                      a run; half made while it has no `born`
runs/RUN/items/ITEM           a given file with its outcome, attempts and price
runs/RUN/settled/CONTENT      in which round the credit for a content was settled, and whether it was ever spent
runs/RUN/events/NUMBER        the audit trail
accounts/USER                 changes with every reservation, so that two of them notice each other
accounts/USER/ledger/NUMBER   a line of the ledger
texts/SHA256:READER           what reading gave
judgements/TERMS:SHA256       what a content was judged to be
switches/NAME                 what an admin switches for everybody
tokens/SHA256                 a secret by which a program comes in, named by its hash
…/parts/N                     what is too long for the document above it
"""

from google.cloud.firestore_v1 import CollectionReference, DocumentReference

from core.adapters.store_firestore.connection import Connection
from core.adapters.store_firestore.order import name_of


class Places:
    """Names every document once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def job(self, job_id: str) -> DocumentReference:
        return self._connection.document("jobs", job_id)

    def decisions(self, job_id: str) -> CollectionReference:
        return self._connection.collection("jobs", job_id, "decisions")

    def decided(self, job_id: str) -> CollectionReference:
        return self._connection.collection("jobs", job_id, "decided")

    def rubrics(self) -> CollectionReference:
        return self._connection.collection("rubrics")

    def rubric_counter(self) -> DocumentReference:
        return self._connection.document("counters", "rubrics")

    def runs(self) -> CollectionReference:
        return self._connection.collection("runs")

    def run(self, run_id: str) -> DocumentReference:
        return self._connection.document("runs", run_id)

    def items(self, run_id: str) -> CollectionReference:
        return self._connection.collection("runs", run_id, "items")

    def item(self, run_id: str, item_id: str) -> DocumentReference:
        return self._connection.document("runs", run_id, "items", name_of(item_id))

    def settled(self, run_id: str, content: str) -> DocumentReference:
        return self._connection.document("runs", run_id, "settled", name_of(content))

    def events(self, run_id: str) -> CollectionReference:
        return self._connection.collection("runs", run_id, "events")

    def account(self, user: str) -> DocumentReference:
        return self._connection.document("accounts", name_of(user))

    def ledger(self, user: str) -> CollectionReference:
        return self._connection.collection("accounts", name_of(user), "ledger")

    def text(self, sha256: str, reader: int) -> DocumentReference:
        return self._connection.document("texts", name_of(sha256, reader))

    def switch(self, name: str) -> DocumentReference:
        return self._connection.document("switches", name)

    def tokens(self) -> CollectionReference:
        return self._connection.collection("tokens")

    def token(self, sha256: str) -> DocumentReference:
        return self._connection.document("tokens", name_of(sha256))

    def judgement(self, terms: str, sha256: str) -> DocumentReference:
        return self._connection.document("judgements", name_of(terms, sha256))

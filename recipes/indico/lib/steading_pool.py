"""A connection that died with the database is noticed before somebody's request gets it."""

from psycopg2 import Error
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import Pool


@event.listens_for(Pool, "checkout")
def alive(connection, record, proxy):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Error as error:
        # The pool gets another one.
        raise DisconnectionError from error

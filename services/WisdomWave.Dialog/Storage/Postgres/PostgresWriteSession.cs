using System.Diagnostics;
using Npgsql;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>
/// Collects statements and sends them together, up to the first whose result is needed, because each round trip costs more than most
/// statements. A group of writes begins and ends with its first and last statement, without round trips of their own.
/// </summary>
/// <param name="reopen">Opens another connection, to ask about a transaction whose connection was lost.</param>
internal sealed class PostgresWriteSession(NpgsqlConnection connection, Func<NpgsqlConnection> reopen) : WriteSession
{
    private const string FindTransaction = "SELECT CAST(pg_current_xact_id_if_assigned() AS text)";

    // Other callers wait meanwhile, and ingress for 10 s only.
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, PostgresStatement> _statements = [];
    private readonly List<(PostgresStatement Statement, NpgsqlBatchCommand Command)> _waiting = [];

    /// <summary>The server's number of the transaction; null until it has written something.</summary>
    private string? _transaction;

    private bool _isInTransaction;
    private bool _isCommitting;

    public override int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var command = Add(sql, values);
        Flush();
        return command.RecordsAffected;
    }

    public override void Send(string sql, params ReadOnlySpan<object?> values) => Add(sql, values);

    public override object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        Add(sql, values);
        return Flush();
    }

    // PostgreSQL has no files that could be cleaned, so nobody needs the number of rows.
    public override void SendErase(string sql, params ReadOnlySpan<object?> values) => Send(sql, values);

    // The first statement waits for locks of the tables, the second one writes a record to the server's log, which the commit flushes.
    public override void Touch()
    {
        Send("""UPDATE "Turns" SET "State" = "State" WHERE "Sequence" = 0""");
        Send("""UPDATE "Inbox" SET "TakenAt" = "TakenAt" WHERE "BotId" = 0 AND "UpdateId" = 0""");
        Execute("SELECT pg_logical_emit_message(TRUE, 'wisdomwave', '')");
    }

    public override void Begin()
    {
        (_transaction, _isInTransaction, _isCommitting) = (null, true, false);
        Send("BEGIN");
    }

    public override void Commit()
    {
        // Without the transaction's number, nobody could say whether a commit happened whose answer was lost.
        if (_transaction is null)
            Flush();
        _isInTransaction = false;
        _isCommitting = true;
        Send("COMMIT");
        Flush();
        _isCommitting = false;
    }

    public override void RollBack()
    {
        Clear();
        _isInTransaction = false;
        try
        {
            Execute("ROLLBACK");
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, so the server rolls back, and the next write reports the outage.
        }
    }

    public override bool Survives(Exception exception) => false;

    public override bool WasCommitted()
    {
        if (!_isCommitting || _transaction is not { } transaction)
            return false;

        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(Pause))
        {
            if (StatusOf(transaction) is { } status and not "in progress")
                return status == "committed";
            if (Stopwatch.GetElapsedTime(started) > LongestDoubt)
                return false;
        }
    }

    protected override void Dispose(bool disposing) => connection.Dispose();

    private NpgsqlBatchCommand Add(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            // The first use of a statement asks the server for the types of its parameters.
            statement = PostgresStatement.Of(sql, values.Length, connection);
            _statements.Add(sql, statement);
        }

        var command = statement.Take(values);
        _waiting.Add((statement, command));
        return command;
    }

    /// <summary>Sends the collected statements.</summary>
    /// <returns>The first column of the last statement's first row; null when there is none.</returns>
    private object? Flush()
    {
        var asksForTransaction = _isInTransaction && _transaction is null;
        if (asksForTransaction)
            Add(FindTransaction, []);

        using var batch = new NpgsqlBatch(connection);
        foreach (var (_, command) in _waiting)
            batch.BatchCommands.Add(command);
        object? last = null, beforeLast = null;
        try
        {
            using var rows = batch.ExecuteReader();
            do
            {
                if (rows.FieldCount > 0)
                    (beforeLast, last) = (last, rows.Read() && !rows.IsDBNull(0) ? rows.GetValue(0) : null);
            }
            while (rows.NextResult());
        }
        finally
        {
            Clear();
        }

        if (asksForTransaction)
            (_transaction, last) = ((string?)last, beforeLast);
        return last is int number ? (long)number : last;
    }

    private void Clear()
    {
        foreach (var (statement, command) in _waiting)
            statement.Return(command);
        _waiting.Clear();
    }

    /// <returns>Null when the server cannot be asked, or does not know yet that the connection is lost.</returns>
    private string? StatusOf(string transaction)
    {
        try
        {
            using var other = reopen();
            using var command = new NpgsqlCommand("SELECT pg_xact_status(CAST($1 AS xid8))", other) { Parameters = { new() { Value = transaction } } };
            return command.ExecuteScalar() as string;
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            return null;
        }
    }
}

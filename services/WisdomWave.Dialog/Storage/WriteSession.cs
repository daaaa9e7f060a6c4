namespace WisdomWave.Dialog.Storage;

/// <summary>
/// The writer's connection. Statements are constants whose parameters are <c>?1</c>, <c>?2</c>, … in order; each is prepared once. Values
/// may be null, numbers, texts, <see cref="bool"/> and <see cref="Guid"/>; the session gives them the form that their column has.
/// </summary>
internal abstract class WriteSession : IDisposable
{
    /// <summary>Whether the transaction has erased rows. Reset by the writer.</summary>
    public bool HasErased { get; set; }

    /// <returns>The number of rows that the statement changed.</returns>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> values);

    /// <summary>
    /// Like <see cref="Execute"/>, for a statement whose number of rows does not matter. PostgreSQL gets it together with the next statement
    /// whose result does, or with the commit, so it costs no round trip.
    /// </summary>
    public abstract void Send(string sql, params ReadOnlySpan<object?> values);

    /// <summary>The first column of the first row, or null when there is none. Whole numbers are <see cref="long"/>.</summary>
    public abstract object? Scalar(string sql, params ReadOnlySpan<object?> values);

    /// <summary>Like <see cref="Scalar"/>, for a column of ids.</summary>
    public Guid? ScalarId(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) switch
    {
        Guid id => id,
        byte[] bytes => new Guid(bytes, bigEndian: true),
        _ => null,
    };

    /// <summary>Like <see cref="Scalar"/>, for a column of truth values.</summary>
    public bool? ScalarFlag(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) switch
    {
        bool flag => flag,
        long number => number != 0,
        _ => null,
    };

    /// <summary>Like <see cref="Execute"/>, for deletions after which no file may contain the data.</summary>
    public int Erase(string sql, params ReadOnlySpan<object?> values)
    {
        var rows = Execute(sql, values);
        HasErased |= rows > 0;
        return rows;
    }

    /// <summary>Like <see cref="Erase"/>, when the number of rows does not matter.</summary>
    public virtual void SendErase(string sql, params ReadOnlySpan<object?> values) => Erase(sql, values);

    /// <summary>Changes nothing, but fails when the database cannot be written.</summary>
    public abstract void Touch();

    public abstract void Begin();

    public abstract void Commit();

    /// <summary>Rolls a failed transaction back; does nothing when the database has already done so.</summary>
    public abstract void RollBack();

    /// <summary>Whether the connection can still be used after this error of the whole database.</summary>
    public abstract bool Survives(Exception exception);

    /// <summary>Whether the last transaction was committed although its <see cref="Commit"/> has failed: the answer of a server can be lost.</summary>
    public virtual bool WasCommitted() => false;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

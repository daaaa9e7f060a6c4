using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WisdomWave.Dialog.Storage.Postgres.Moving;

/// <summary>
/// The number of rows and a checksum over them. The checksum is the sum of the rows' hashes, so the order of the rows, which databases sort
/// differently, does not matter.
/// </summary>
internal readonly record struct RowSum(long Rows, UInt128 Checksum)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows:#,0} rows, checksum {Checksum:x32}");

    /// <summary>Adds up rows, value by value.</summary>
    public sealed class Builder
    {
        private readonly ArrayBufferWriter<byte> _row = new();

        public RowSum Sum { get; private set; }

        /// <param name="value">Null, a number, a truth value, an id or a text.</param>
        public void Add(object? value)
        {
            switch (value)
            {
                case null:
                    Write(0, []);
                    break;
                case string text:
                    Write(1, Encoding.UTF8.GetBytes(text));
                    break;
                case Guid id:
                    Write(2, id.ToByteArray(bigEndian: true));
                    break;
                case bool flag:
                    Write(3, [flag ? (byte)1 : (byte)0]);
                    break;
                default:
                    Span<byte> number = stackalloc byte[sizeof(long)];
                    BinaryPrimitives.WriteInt64BigEndian(number, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    Write(4, number);
                    break;
            }
        }

        public void EndRow()
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(_row.WrittenSpan, hash);
            _row.ResetWrittenCount();
            Sum = new(Sum.Rows + 1, unchecked(Sum.Checksum + BinaryPrimitives.ReadUInt128BigEndian(hash)));
        }

        private void Write(byte kind, ReadOnlySpan<byte> bytes)
        {
            var header = _row.GetSpan(1 + sizeof(int));
            header[0] = kind;
            BinaryPrimitives.WriteInt32BigEndian(header[1..], bytes.Length);
            _row.Advance(1 + sizeof(int));
            _row.Write(bytes);
        }
    }
}

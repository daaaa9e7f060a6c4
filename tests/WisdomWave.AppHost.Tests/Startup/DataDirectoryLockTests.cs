namespace WisdomWave.AppHost.Tests.Startup;

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-lock-").FullName;

    [Fact]
    public void ASecondApplicationCannotUseTheDirectoryUntilTheFirstHasEnded()
    {
        var problems = new List<string>();
        using (Assert.IsType<DataDirectoryLock>(DataDirectoryLock.TryTake(_folder, problems)))
        {
            Assert.Null(DataDirectoryLock.TryTake(_folder, problems));
            Assert.Equal([$"Another WisdomWave application uses {_folder}; stop it, or set WISDOMWAVE_DATA_DIR to another directory."], problems);
        }

        problems.Clear();
        using var again = DataDirectoryLock.TryTake(_folder, problems);
        Assert.NotNull(again);
        Assert.Empty(problems);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

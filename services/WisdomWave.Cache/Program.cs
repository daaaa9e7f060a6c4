Console.WriteLine("cache");

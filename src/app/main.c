/* main.c - the program's entry: reads the global options and hands over to a command. */
int main(void)
{
    return 0;
}

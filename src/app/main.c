/* main.c - the program's entry: reads the global options and hands over to a command. */
#include "base/file_faults.h"

int main(void)
{
    return status_ok(file_faults_from_environment()) ? 0 : 2;
}
